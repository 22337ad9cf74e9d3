# The HTTP entrance: HTTPS with a certificate, otherwise HTTP for named networks only. With http = null there is none.

locals {
  with_http  = var.http != null
  with_https = try(var.http.certificate_arn, null) != null

  listener_port = local.with_https ? 443 : 80
  allowed_cidrs = local.with_http ? toset(coalesce(var.http.allowed_cidrs, ["0.0.0.0/0"])) : toset([])
}

resource "aws_security_group" "load_balancer" {
  count = local.with_http ? 1 : 0

  name        = "${local.prefix}-load-balancer"
  description = "Caravan's load balancer: in from those who may call, out to the tasks"
  vpc_id      = local.network.vpc_id

  tags = { Name = "${local.prefix}-load-balancer" }
}

resource "aws_vpc_security_group_ingress_rule" "callers" {
  for_each = local.allowed_cidrs

  security_group_id = aws_security_group.load_balancer[0].id
  description       = "Allowed callers"
  ip_protocol       = "tcp"
  from_port         = local.listener_port
  to_port           = local.listener_port
  cidr_ipv4         = each.value
}

resource "aws_vpc_security_group_egress_rule" "to_tasks" {
  for_each = local.with_http ? { prompts = local.http_port, health = local.management_port } : {}

  security_group_id            = aws_security_group.load_balancer[0].id
  description                  = "Tasks: ${each.key}"
  ip_protocol                  = "tcp"
  from_port                    = each.value
  to_port                      = each.value
  referenced_security_group_id = aws_security_group.task.id
}

resource "aws_lb" "main" {
  # checkov:skip=CKV2_AWS_76:Your web ACL has the rules; Caravan logs with Logback, not Log4j
  count = local.with_http ? 1 : 0

  name               = local.prefix
  load_balancer_type = "application"
  security_groups    = [aws_security_group.load_balancer[0].id]
  subnets            = local.network.load_balancer_subnet_ids

  # A picture takes some time, and more if Caravan retries.
  idle_timeout               = var.http.idle_seconds
  drop_invalid_header_fields = true
  enable_deletion_protection = var.protect

  dynamic "access_logs" {
    for_each = var.http.access_logs != null ? [var.http.access_logs] : []

    content {
      enabled = true
      bucket  = access_logs.value.bucket
      prefix  = access_logs.value.prefix
    }
  }
}

# Callers without a token are refused by Caravan itself. A web ACL can also limit the calls of each address, or block some.
resource "aws_wafv2_web_acl_association" "main" {
  count = try(var.http.web_acl_arn, null) != null ? 1 : 0

  resource_arn = aws_lb.main[0].arn
  web_acl_arn  = var.http.web_acl_arn
}

resource "aws_lb_target_group" "tasks" {
  count = local.with_http ? 1 : 0

  name        = local.prefix
  vpc_id      = local.network.vpc_id
  target_type = "ip"
  protocol    = "HTTP"
  port        = local.http_port

  # The longest that a task may take to stop.
  deregistration_delay = local.stop_timeout

  # Liveness, not readiness: readiness is down while the queue is paused, and ECS would then replace every task, although
  # a new task cannot fix the cause.
  health_check {
    path                = "/observe/health/live"
    port                = local.management_port
    matcher             = "200"
    interval            = 15
    timeout             = 5
    healthy_threshold   = 2
    unhealthy_threshold = 4
  }
}

resource "aws_lb_listener" "main" {
  count = local.with_http ? 1 : 0

  load_balancer_arn = aws_lb.main[0].arn
  port              = local.listener_port
  protocol          = local.with_https ? "HTTPS" : "HTTP"
  ssl_policy        = local.with_https ? "ELBSecurityPolicy-TLS13-1-2-2021-06" : null
  certificate_arn   = var.http.certificate_arn

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.tasks[0].arn
  }
}

# Sends callers that use http:// to https://. Their first request and its token cross the network unencrypted, so the
# listener answers with the redirect alone and forwards nothing.
resource "aws_lb_listener" "redirect" {
  count = local.with_https ? 1 : 0

  load_balancer_arn = aws_lb.main[0].arn
  port              = 80
  protocol          = "HTTP"

  default_action {
    type = "redirect"

    redirect {
      protocol    = "HTTPS"
      port        = "443"
      status_code = "HTTP_301"
    }
  }
}

resource "aws_vpc_security_group_ingress_rule" "redirected" {
  for_each = local.with_https ? local.allowed_cidrs : toset([])

  security_group_id = aws_security_group.load_balancer[0].id
  description       = "Callers to redirect to HTTPS"
  ip_protocol       = "tcp"
  from_port         = 80
  to_port           = 80
  cidr_ipv4         = each.value
}
