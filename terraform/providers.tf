provider "aws" {
  region = var.region

  default_tags {
    tags = {
      application = var.name
      environment = var.environment
      managed-by  = "terraform"
    }
  }
}
