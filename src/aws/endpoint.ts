import { loadConfig } from '@smithy/core/config'

/**
 * The endpoint that the environment or a named profile declares for a service (`endpoint_url`, or its `services`
 * section; AWS SDKs and Tools Reference Guide, "Service-specific endpoints"). The SDK's clients look for it only in the
 * profile that AWS_PROFILE names; this looks in the one that `--profile` names. `serviceId` is the SDK's (`Cost Explorer`).
 */
export async function configuredEndpoint(serviceId: string, profile: string): Promise<string | undefined> {
  const ignored = await loadConfig(
    {
      environmentVariableSelector: (env) => truth(env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS),
      configFileSelector: (section) => truth(section.ignore_configured_endpoint_urls),
      default: false,
    },
    { profile },
  )()
  if (ignored) return undefined
  const words = serviceId.split(' ')
  const found = await loadConfig<string>(
    {
      environmentVariableSelector: (env) =>
        env[`AWS_ENDPOINT_URL_${words.join('_').toUpperCase()}`] ?? env.AWS_ENDPOINT_URL,
      configFileSelector: (section, files) =>
        files?.[`services.${section.services}`]?.[`${words.join('_').toLowerCase()}.endpoint_url`] ??
        section.endpoint_url,
      default: '',
    },
    { profile },
  )()
  return found || undefined
}

const truth = (value: string | undefined): boolean | undefined =>
  value === undefined ? undefined : value.toLowerCase() === 'true'
