/** Whose a mail domain is, as far as its name alone tells. */

/** Names that belong to one provider under every country's ending, and single domains. */
const providers =
  /^(gmail|googlemail|outlook|hotmail|yahoo|ymail|rocketmail|icloud|protonmail|gmx|yandex|tutanota|fastmail|zohomail)\.[a-z]{2,3}(\.[a-z]{2})?$/
const provided = new Set(
  `aol.com bigpond.com btinternet.com comcast.net daum.net foxmail.com free.fr freenet.de hanmail.net hey.com
  hushmail.com laposte.net libero.it live.com live.co.uk live.de live.fr live.nl mac.com mail.ru mailbox.org me.com
  msn.com naver.com orange.fr pm.me posteo.de posteo.net proton.me qq.com rediffmail.com sbcglobal.net t-online.de
  tuta.com tuta.io verizon.net wanadoo.fr web.de zoho.com zoho.eu 126.com 163.com`.split(/\s+/),
)

/** True for a provider where everybody gets a mailbox: its domain is nobody's to lose. */
export const isPublicProvider = (domain: string): boolean => providers.test(domain) || provided.has(domain)

/** Reserved for documentation and tests: no mail arrives there (RFC 2606, RFC 6761). `.example` names stay allowed. */
const nobodysDomain = /(^|\.)example\.(com|org|net|edu)$|(^|\.)(invalid|test|localhost)$/

/** True for a domain that nobody can own. */
export const isReservedDomain = (domain: string): boolean => nobodysDomain.test(domain.toLowerCase())
