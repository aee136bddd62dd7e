/**
 * A client for the one operation of AWS Free Tier that is needed, in the shape of an SDK client package: there is no
 * such package to install. It is the identity store's client with another protocol, host and schema, so credentials,
 * Regions, retries, request handlers and custom endpoints work as in any SDK client. Facts of the service: Free Tier API
 * reference (awsJson1.0, target `AWSFreeTierService`, host freetier.us-east-1.api.aws, signing name `freetier`).
 */
import { AwsJson1_0Protocol } from '@aws-sdk/core/protocols'
import {
  IdentitystoreClient,
  type IdentitystoreClientConfig,
  type IdentitystoreClientResolvedConfig,
} from '@aws-sdk/client-identitystore'
import { type Client, makeBuilder, ServiceException, type ServiceExceptionOptions } from '@smithy/core/client'
import { getEndpointPlugin } from '@smithy/core/endpoints'
import { TypeRegistry } from '@smithy/core/schema'
import type {
  EndpointV2,
  HttpHandlerOptions,
  StaticErrorSchema,
  StaticOperationSchema,
  StaticSchemaIdStruct,
  StaticStructureSchema,
} from '@smithy/types'

const NAMESPACE = 'com.amazonaws.freetier'
const HOST = 'https://freetier.us-east-1.api.aws'
const SIGNING = { name: 'freetier', region: 'us-east-1' }

const STRUCTURE: StaticSchemaIdStruct = 3
const STRING = 0
const NUMBER = 1
const DATE_TIME = 5

export type AccountPlanType = 'FREE' | 'PAID'
export type AccountPlanStatus = 'NOT_STARTED' | 'ACTIVE' | 'EXPIRED'

export interface MonetaryAmount {
  amount: number | undefined
  unit: 'USD' | undefined
}

export type GetAccountPlanStateCommandInput = Record<string, never>

/** Whether the account is on the Free plan, which cannot run up a bill beyond its credits. */
export interface GetAccountPlanStateCommandOutput {
  accountId: string | undefined
  accountPlanType: AccountPlanType | undefined
  accountPlanStatus: AccountPlanStatus | undefined
  accountPlanRemainingCredits?: MonetaryAmount | undefined
  accountPlanExpirationDate?: Date | undefined
  $metadata: { httpStatusCode?: number; requestId?: string; attempts?: number }
}

/** Base of the service's errors. */
export class FreeTierServiceException extends ServiceException {
  constructor(options: ServiceExceptionOptions) {
    super(options)
    Object.setPrototypeOf(this, new.target.prototype)
  }
}

const errorClass = (name: string, fault: 'client' | 'server') =>
  class extends FreeTierServiceException {
    constructor(options: Omit<ServiceExceptionOptions, 'name' | '$fault'>) {
      super({ name, $fault: fault, ...options })
    }
  }
export class AccessDeniedException extends errorClass('AccessDeniedException', 'client') {}
export class InternalServerException extends errorClass('InternalServerException', 'server') {}
/** The account has no plan: it is older than the plans, or a member of an organization. */
export class ResourceNotFoundException extends errorClass('ResourceNotFoundException', 'client') {}
export class ThrottlingException extends errorClass('ThrottlingException', 'client') {}
export class ValidationException extends errorClass('ValidationException', 'client') {}

const errorSchema = (name: string, fault: 'client' | 'server'): StaticErrorSchema => [
  -3,
  NAMESPACE,
  name,
  { error: fault },
  ['message'],
  [STRING],
]
export const AccessDeniedException$ = errorSchema('AccessDeniedException', 'client')
export const InternalServerException$ = errorSchema('InternalServerException', 'server')
export const ResourceNotFoundException$ = errorSchema('ResourceNotFoundException', 'client')
export const ThrottlingException$ = errorSchema('ThrottlingException', 'client')
export const ValidationException$ = errorSchema('ValidationException', 'client')

const BASE = 'smithy.ts.sdk.synthetic.com.amazonaws.freetier'
const base: StaticErrorSchema = [-3, BASE, 'FreeTierServiceException', 0, [], []]
const baseRegistry = TypeRegistry.for(BASE)
baseRegistry.registerError(base, FreeTierServiceException)
const registry = TypeRegistry.for(NAMESPACE)
registry.registerError(AccessDeniedException$, AccessDeniedException)
registry.registerError(InternalServerException$, InternalServerException)
registry.registerError(ResourceNotFoundException$, ResourceNotFoundException)
registry.registerError(ThrottlingException$, ThrottlingException)
registry.registerError(ValidationException$, ValidationException)

export const MonetaryAmount$: StaticStructureSchema = [
  STRUCTURE,
  NAMESPACE,
  'MonetaryAmount',
  0,
  ['amount', 'unit'],
  [NUMBER, STRING],
]
export const GetAccountPlanStateRequest$: StaticStructureSchema = [
  STRUCTURE,
  NAMESPACE,
  'GetAccountPlanStateRequest',
  0,
  [],
  [],
]
export const GetAccountPlanStateResponse$: StaticStructureSchema = [
  STRUCTURE,
  NAMESPACE,
  'GetAccountPlanStateResponse',
  0,
  [
    'accountId',
    'accountPlanType',
    'accountPlanStatus',
    'accountPlanRemainingCredits',
    'accountPlanExpirationDate',
  ],
  [STRING, STRING, STRING, () => MonetaryAmount$, DATE_TIME],
]
export const GetAccountPlanState$: StaticOperationSchema = [
  9,
  NAMESPACE,
  'GetAccountPlanState',
  0,
  () => GetAccountPlanStateRequest$,
  () => GetAccountPlanStateResponse$,
]

export type FreeTierClientConfig = IdentitystoreClientConfig

/** The SDK finds AWS_ENDPOINT_URL_FREETIER and AWS_ENDPOINT_URL through `serviceId`; the rest is fixed. */
const service = {
  apiVersion: '2023-09-07',
  serviceId: 'FreeTier',
  protocol: AwsJson1_0Protocol,
  protocolSettings: {
    defaultNamespace: NAMESPACE,
    errorTypeRegistries: [baseRegistry, registry],
    version: '2023-09-07',
    serviceTarget: 'AWSFreeTierService',
  },
  endpointProvider: ({ Endpoint }: { Endpoint?: string }): EndpointV2 => ({
    url: new URL(Endpoint ?? HOST),
    properties: {
      authSchemes: [
        { name: 'sigv4', signingName: SIGNING.name, signingRegion: SIGNING.region, properties: {} },
      ],
    },
  }),
  httpAuthSchemeProvider: () => [
    {
      schemeId: 'aws.auth#sigv4',
      signingProperties: SIGNING,
      propertiesExtractor: (config: object, context: object) => ({ signingProperties: { config, context } }),
    },
  ],
}

/** AWS Free Tier. The plan is read in us-east-1 whatever the Region. */
export type FreeTierClient = Client<
  HttpHandlerOptions,
  GetAccountPlanStateCommandInput,
  GetAccountPlanStateCommandOutput,
  IdentitystoreClientResolvedConfig
>

export const FreeTierClient = class FreeTierClient extends IdentitystoreClient {
  constructor(config: FreeTierClientConfig = {}) {
    super({ ...config, ...(service as unknown as FreeTierClientConfig) })
    Object.assign(this.config, { defaultSigningName: SIGNING.name })
  }
} as unknown as new (config?: FreeTierClientConfig) => FreeTierClient

const command = makeBuilder<
  IdentitystoreClientResolvedConfig,
  GetAccountPlanStateCommandInput,
  GetAccountPlanStateCommandOutput
>(
  {
    UseFIPS: { type: 'builtInParams', name: 'useFipsEndpoint' },
    Endpoint: { type: 'builtInParams', name: 'endpoint' },
    Region: { type: 'builtInParams', name: 'region' },
  },
  'AWSFreeTierService',
  'FreeTierClient',
  getEndpointPlugin as never,
)

/** Which plan the account is on, what credits remain, and when the plan ends. */
export class GetAccountPlanStateCommand extends command<
  GetAccountPlanStateCommandInput,
  GetAccountPlanStateCommandOutput
>({}, () => [], 'GetAccountPlanState', GetAccountPlanState$) {}
