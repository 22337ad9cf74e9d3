output "queue_url" {
  description = "SQS_QUEUE_URL, for senders of prompts."
  value       = local.queue.url
}

output "dead_letter_queue_url" {
  description = "SQS_DEAD_LETTER_QUEUE_URL, for caravan redrive."
  value       = local.dead_letters.url
}

output "bucket" {
  description = "BUCKET_NAME; the bucket contains the results and records."
  value       = local.bucket.name
}

output "routes" {
  description = "CARAVAN_ROUTES, for caravan routes push; null if routes change only with the image."
  value       = var.routes.delivered ? "s3://${local.bucket.name}/${local.routes}" : null
}

output "url" {
  description = "URL of the HTTP entrance, or null without one. If you use a certificate, its name must point here (CNAME or alias)."
  value       = local.with_http ? "${local.with_https ? "https" : "http"}://${aws_lb.main[0].dns_name}" : null
}

output "load_balancer" {
  description = "Name and zone of the load balancer, for a DNS alias; null without an HTTP entrance."
  value       = local.with_http ? { dns_name = aws_lb.main[0].dns_name, zone_id = aws_lb.main[0].zone_id } : null
}

output "image" {
  description = "The image that runs. A plan for a change that does not publish an image uses this one."
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
  description = "The log group of the service, for aws logs tail."
  value       = aws_cloudwatch_log_group.service.name
}

output "task_role_arn" {
  description = "ARN of the role that the service runs with, for policies elsewhere (a key's or an existing bucket's)."
  value       = aws_iam_role.task.arn
}

output "dashboard" {
  description = "URL of the dashboard; open it first."
  value       = "https://${var.region}.console.aws.amazon.com/cloudwatch/home?region=${var.region}#dashboards/dashboard/${aws_cloudwatch_dashboard.main.dashboard_name}"
}
