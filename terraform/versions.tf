terraform {
  # 1.11 is the first version that locks a state in S3 with a file beside it, and whose tests can override values at plan.
  required_version = ">= 1.11, < 2"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.8, < 7"
    }
  }

  # Bootstrap provides bucket, key and region: terraform init -backend-config=backend.hcl
  backend "s3" {
    use_lockfile = true
  }
}
