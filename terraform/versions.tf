terraform {
  # 1.11: a state in S3 is locked by a file beside it, and tests may fix values at plan.
  required_version = ">= 1.11, < 2"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.8, < 7"
    }
  }

  # Bucket, key and region come from bootstrap: terraform init -backend-config=backend.hcl
  backend "s3" {
    use_lockfile = true
  }
}
