/** What an account has one of, or lists without an owner: its alias, identity providers, server certificates. */
import { isAliasInUse } from '../../accounts/owners.ts'
import { AwsError } from '../../service.ts'
import { alreadyExists, noSuchEntity, pageOf, validate } from './common.ts'
import type { IamHandlers } from './common.ts'

const ALIAS = { min: 3, max: 63, pattern: /[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]/ }

export const accountWideHandlers = {
  ListAccountAliases(input, call) {
    const { alias } = call.account.iam
    const { items, ...rest } = pageOf(call, input, alias === undefined ? [] : [alias])
    return { AccountAliases: items, ...rest }
  },

  CreateAccountAlias(input, call) {
    validate(input, { AccountAlias: ALIAS })
    // Aliases are unique among all accounts of a partition.
    if (isAliasInUse(call.world, input.AccountAlias!))
      throw alreadyExists(`The account alias ${input.AccountAlias} already exists.`)
    call.account.iam.alias = input.AccountAlias!
  },

  DeleteAccountAlias(input, call) {
    if (call.account.iam.alias !== input.AccountAlias)
      throw noSuchEntity(`The account alias ${input.AccountAlias} cannot be found.`)
    delete call.account.iam.alias
  },

  ListSAMLProviders: (_input, call) => ({
    SAMLProviderList: call.account.iam.samlProviders.map(({ name, created }) => ({
      Arn: `arn:${call.world.partition}:iam::${call.account.id}:saml-provider/${name}`,
      CreateDate: new Date(created),
    })),
  }),

  /** A SAML provider is created from a metadata document of at least 1000 characters. */
  CreateSAMLProvider(input, call) {
    validate(input, {
      Name: { min: 1, max: 128, pattern: /[\w._-]+/ },
      SAMLMetadataDocument: { min: 1000, max: 10_000_000 },
    })
    const { samlProviders } = call.account.iam
    if (samlProviders.some((provider) => provider.name === input.Name))
      throw alreadyExists(`SAMLProvider with name ${input.Name} already exists.`)
    samlProviders.push({ name: input.Name!, created: call.now.toISOString() })
    return {
      SAMLProviderArn: `arn:${call.world.partition}:iam::${call.account.id}:saml-provider/${input.Name}`,
    }
  },

  DeleteSAMLProvider(input, call) {
    const name = /:saml-provider\/([\w._-]+)$/.exec(input.SAMLProviderArn ?? '')?.[1]
    const { iam } = call.account
    if (!iam.samlProviders.some((provider) => provider.name === name))
      throw new AwsError('NoSuchEntityException', `Manifest not found for arn ${input.SAMLProviderArn}`)
    iam.samlProviders = iam.samlProviders.filter((provider) => provider.name !== name)
  },

  /** The world has neither OpenID Connect providers, server certificates nor instance profiles. */
  ListOpenIDConnectProviders: () => ({ OpenIDConnectProviderList: [] }),
  ListServerCertificates: () => ({ ServerCertificateMetadataList: [], IsTruncated: false }),
  ListInstanceProfiles: () => ({ InstanceProfiles: [], IsTruncated: false }),
} satisfies IamHandlers
