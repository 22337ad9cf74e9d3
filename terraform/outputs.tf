output "queue_url" {
  description = "SQS_QUEUE_URL, for who sends prompts."
  value       = local.queue.url
}

output "dead_letter_queue_url" {
  description = "SQS_DEAD_LETTER_QUEUE_URL, for caravan redrive."
  value       = local.dead_letters.url
}

output "bucket" {
  description = "BUCKET_NAME, where results and records lie."
  value       = local.bucket.name
}

output "url" {
  description = "The HTTP entrance; null without one. With a certificate, its name must lead here (CNAME or alias)."
  value       = local.with_http ? "${local.with_https ? "https" : "http"}://${aws_lb.main[0].dns_name}" : null
}

output "load_balancer" {
  description = "What a DNS alias needs; null without an HTTP entrance."
  value       = local.with_http ? { dns_name = aws_lb.main[0].dns_name, zone_id = aws_lb.main[0].zone_id } : null
}

output "image" {
  description = "The image that runs; a plan that is not about the image plans with this one."
  value       = var.image
}

output "cluster" {
  description = "The ECS cluster, for the AWS CLI."
  value       = aws_ecs_cluster.main.name
}

output "service" {
  description = "The ECS service, for the AWS CLI."
  value       = aws_ecs_service.main.name
}

output "log_group" {
  description = "Where the service logs: aws logs tail."
  value       = aws_cloudwatch_log_group.service.name
}

output "task_role_arn" {
  description = "What the service may do, for policies elsewhere (a key's, an existing bucket's)."
  value       = aws_iam_role.task.arn
}

output "dashboard" {
  description = "The page to open first."
  value       = "https://${var.region}.console.aws.amazon.com/cloudwatch/home?region=${var.region}#dashboards/dashboard/${aws_cloudwatch_dashboard.main.dashboard_name}"
}
