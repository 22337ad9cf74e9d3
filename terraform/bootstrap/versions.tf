terraform {
  required_version = ">= 1.11, < 2"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.8, < 7"
    }
  }

  # No backend, because this root creates the bucket for the states. Its own state moves there afterwards (../README.md).
}
