resource "aws_ecr_repository" "images" {
  # checkov:skip=CKV_AWS_51:All tags but latest are immutable, and nothing here runs latest
  name = local.prefix

  # The tag of a commit never moves. The tag latest does, and nothing here runs it.
  image_tag_mutability = "IMMUTABLE_WITH_EXCLUSION"

  image_tag_mutability_exclusion_filter {
    filter      = "latest"
    filter_type = "WILDCARD"
  }

  dynamic "encryption_configuration" {
    for_each = var.kms_key_arn != null ? [var.kms_key_arn] : []

    content {
      encryption_type = "KMS"
      kms_key         = encryption_configuration.value
    }
  }

  image_scanning_configuration {
    scan_on_push = true
  }
}

# One push makes about five images: an index with the tag of the commit and, without tags, an image and an attestation for
# each architecture. ECR deletes none of these before their index.
resource "aws_ecr_lifecycle_policy" "images" {
  repository = aws_ecr_repository.images.name

  policy = jsonencode({
    rules = [
      {
        # A deployment gives its image such a tag, for example deployed-0123abc. A later rule never deletes an image that
        # matches an earlier one, and ECR stores no more images than this number.
        rulePriority = 1
        description  = "Keep every image that was deployed"
        selection    = { tagStatus = "tagged", tagPatternList = ["deployed-*"], countType = "imageCountMoreThan", countNumber = 100000 }
        action       = { type = "expire" }
      },
      {
        rulePriority = 2
        description  = "Delete images without a tag after 14 days"
        selection    = { tagStatus = "untagged", countType = "sinceImagePushed", countUnit = "days", countNumber = 14 }
        action       = { type = "expire" }
      },
      {
        # Only an index has a tag, so this counts pushes.
        rulePriority = 3
        description  = "Keep the images of the last fifty pushes"
        selection    = { tagStatus = "tagged", tagPatternList = ["*"], countType = "imageCountMoreThan", countNumber = 50 }
        action       = { type = "expire" }
      },
    ]
  })
}
