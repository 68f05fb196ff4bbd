# A WorkLink fleet with all that Terraform can give it, and a website certificate authority it trusts.
#
#   worklink emulator start --detach
#   eval "$(worklink emulator env)"
#   terraform init && terraform apply
#
# The AWS provider has these resources up to version 5. It asks AWS nothing here but WorkLink, at AWS_ENDPOINT_URL_WORKLINK.

terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.0"
    }
  }
}

provider "aws" {
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  skip_requesting_account_id  = true
}

variable "name" {
  description = "The fleet's name: lower-case letters, digits and hyphens."
  type        = string
  default     = "example"
}

variable "display_name" {
  description = "What the fleet's users see; none where null."
  type        = string
  default     = "Example"
}

variable "optimize_for_end_user_location" {
  description = "Whether users are served from the Region nearest to them."
  type        = bool
  default     = true
}

variable "audit_stream_arn" {
  description = "A Kinesis stream whose name begins with AmazonWorkLink-; none where null."
  type        = string
  default     = "arn:aws:kinesis:us-east-1:123456789012:stream/AmazonWorkLink-audit"
}

variable "device_ca_certificate_file" {
  description = "A PEM file with the certificate authorities of the company's devices; none where null."
  type        = string
  default     = null
}

variable "identity_provider_metadata_file" {
  description = "The identity provider's SAML 2.0 metadata; none where null."
  type        = string
  default     = null
}

variable "network" {
  description = "The company network: a VPC, its subnets and security groups; none where null."
  type = object({
    vpc_id             = string
    subnet_ids         = set(string)
    security_group_ids = set(string)
  })
  default = {
    vpc_id             = "vpc-0123456789abcdef0"
    subnet_ids         = ["subnet-0123456789abcdef0", "subnet-0fedcba9876543210"]
    security_group_ids = ["sg-0123456789abcdef0"]
  }
}

variable "website_ca_file" {
  description = "A PEM file with a certificate authority of internal websites; none where null."
  type        = string
  default     = null
}

variable "website_ca_display_name" {
  description = "What the certificate authority is called."
  type        = string
  default     = "Internal websites"
}

resource "aws_worklink_fleet" "example" {
  name                           = var.name
  display_name                   = var.display_name
  optimize_for_end_user_location = var.optimize_for_end_user_location
  audit_stream_arn               = var.audit_stream_arn
  device_ca_certificate          = var.device_ca_certificate_file == null ? null : file(var.device_ca_certificate_file)

  dynamic "network" {
    for_each = var.network == null ? [] : [var.network]
    content {
      vpc_id             = network.value.vpc_id
      subnet_ids         = network.value.subnet_ids
      security_group_ids = network.value.security_group_ids
    }
  }

  dynamic "identity_provider" {
    for_each = var.identity_provider_metadata_file == null ? [] : [var.identity_provider_metadata_file]
    content {
      type          = "SAML"
      saml_metadata = file(identity_provider.value)
    }
  }
}

resource "aws_worklink_website_certificate_authority_association" "example" {
  count        = var.website_ca_file == null ? 0 : 1
  fleet_arn    = aws_worklink_fleet.example.arn
  certificate  = file(var.website_ca_file)
  display_name = var.website_ca_display_name
}

output "fleet_arn" {
  description = "The fleet's ARN: import it by this."
  value       = aws_worklink_fleet.example.arn
}

output "company_code" {
  description = "What the fleet's users type to sign in."
  value       = aws_worklink_fleet.example.company_code
}

output "website_ca_import_id" {
  description = "What the website certificate authority is imported by."
  value       = one(aws_worklink_website_certificate_authority_association.example[*].id)
}
