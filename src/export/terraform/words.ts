/** How the provider (hashicorp/aws) calls what the APIs call otherwise; its documentation of each resource is the source. */

/** aws_account_primary_contact */
export const contactArguments: Readonly<Record<string, string>> = {
  FullName: 'full_name',
  CompanyName: 'company_name',
  AddressLine1: 'address_line_1',
  AddressLine2: 'address_line_2',
  AddressLine3: 'address_line_3',
  City: 'city',
  StateOrRegion: 'state_or_region',
  DistrictOrCounty: 'district_or_county',
  PostalCode: 'postal_code',
  CountryCode: 'country_code',
  PhoneNumber: 'phone_number',
  WebsiteUrl: 'website_url',
}

/** aws_account_alternate_contact */
export const alternateArguments: Readonly<Record<string, string>> = {
  Name: 'name',
  Title: 'title',
  EmailAddress: 'email_address',
  PhoneNumber: 'phone_number',
}

/** aws_iam_account_password_policy */
export const passwordArguments: Readonly<Record<string, string>> = {
  MinimumPasswordLength: 'minimum_password_length',
  RequireSymbols: 'require_symbols',
  RequireNumbers: 'require_numbers',
  RequireUppercaseCharacters: 'require_uppercase_characters',
  RequireLowercaseCharacters: 'require_lowercase_characters',
  AllowUsersToChangePassword: 'allow_users_to_change_password',
  MaxPasswordAge: 'max_password_age',
  PasswordReusePrevention: 'password_reuse_prevention',
  HardExpiry: 'hard_expiry',
}

/** cost_types of aws_budgets_budget */
export const costTypeArguments: Readonly<Record<string, string>> = {
  IncludeCredit: 'include_credit',
  IncludeDiscount: 'include_discount',
  IncludeOtherSubscription: 'include_other_subscription',
  IncludeRecurring: 'include_recurring',
  IncludeRefund: 'include_refund',
  IncludeSubscription: 'include_subscription',
  IncludeSupport: 'include_support',
  IncludeTax: 'include_tax',
  IncludeUpfront: 'include_upfront',
  UseAmortized: 'use_amortized',
  UseBlended: 'use_blended',
}

export const bucketAccessArguments: Readonly<Record<string, string>> = {
  BlockPublicAcls: 'block_public_acls',
  IgnorePublicAcls: 'ignore_public_acls',
  BlockPublicPolicy: 'block_public_policy',
  RestrictPublicBuckets: 'restrict_public_buckets',
}

export const trailArguments: Readonly<Record<string, string>> = {
  IsMultiRegionTrail: 'is_multi_region_trail',
  IncludeGlobalServiceEvents: 'include_global_service_events',
  EnableLogFileValidation: 'enable_log_file_validation',
  IsOrganizationTrail: 'is_organization_trail',
}
