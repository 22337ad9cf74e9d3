# The HTTP entrance: with a certificate, without one, and none; and the network around it.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  region = "eu-north-1"
  image  = "ghcr.io/owner/caravan:0123abc"
}

run "https_with_a_certificate" {
  variables {
    http = { tokens_secret = "tokens", certificate_arn = "arn:aws:acm:eu-north-1:123456789012:certificate/x" }
  }

  assert {
    condition     = aws_lb_listener.main[0].protocol == "HTTPS" && aws_lb_listener.main[0].port == 443 && aws_lb_listener.main[0].ssl_policy == "ELBSecurityPolicy-TLS13-1-2-2021-06"
    error_message = "HTTPS, TLS 1.2 at least."
  }

  assert {
    condition     = keys(aws_vpc_security_group_ingress_rule.callers) == ["0.0.0.0/0"] && startswith(output.url, "https://")
    error_message = "Open to everybody who has a token."
  }

  assert {
    condition     = aws_lb.main[0].drop_invalid_header_fields && aws_lb.main[0].enable_deletion_protection && aws_lb.main[0].idle_timeout == 300
    error_message = "Strict, protected, patient."
  }
}

run "http_only_for_named_networks" {
  variables {
    http = { tokens_secret = "tokens", allowed_cidrs = ["203.0.113.0/24", "198.51.100.7/32"] }
  }

  assert {
    condition     = aws_lb_listener.main[0].protocol == "HTTP" && aws_lb_listener.main[0].port == 80
    error_message = "HTTP, where there is no certificate."
  }

  assert {
    condition     = toset(keys(aws_vpc_security_group_ingress_rule.callers)) == toset(["203.0.113.0/24", "198.51.100.7/32"])
    error_message = "For the named networks alone."
  }
}

run "tokens_come_from_the_secret_and_only_the_load_balancer_reaches_a_task" {
  variables {
    http = { tokens_secret = "tokens", allowed_cidrs = ["203.0.113.0/24"] }
  }

  assert {
    condition     = jsondecode(aws_ecs_task_definition.service.container_definitions)[0].secrets == [{ name = "CARAVAN_HTTP_TOKENS", valueFrom = "arn:aws:secretsmanager:eu-north-1:123456789012:secret:tokens-a1b2c3" }]
    error_message = "By its ARN; the value is in no plan and no state."
  }

  assert {
    condition     = local.environment.HTTP_HOST == "0.0.0.0" && local.environment.MANAGEMENT_HOST == "0.0.0.0"
    error_message = "The load balancer calls both ports."
  }

  assert {
    condition = alltrue([
      for rule in [aws_vpc_security_group_ingress_rule.task_http[0], aws_vpc_security_group_ingress_rule.task_health[0]] :
      rule.referenced_security_group_id == aws_security_group.load_balancer[0].id && rule.cidr_ipv4 == null
    ])
    error_message = "In from the load balancer's group, not from addresses."
  }

  assert {
    condition     = aws_lb_target_group.tasks[0].port == 8080 && aws_lb_target_group.tasks[0].health_check[0].port == "9876"
    error_message = "Prompts to one port; the listener never leads to the other."
  }
}

run "a_pause_does_not_make_ecs_replace_tasks" {
  variables {
    http = { tokens_secret = "tokens", allowed_cidrs = ["203.0.113.0/24"] }
  }

  assert {
    condition     = aws_lb_target_group.tasks[0].health_check[0].path == "/observe/health/live"
    error_message = "Readiness is down while the queue is paused; liveness is not."
  }

  assert {
    condition     = aws_lb_target_group.tasks[0].deregistration_delay == "120"
    error_message = "Calls in work are finished."
  }
}

run "the_queue_alone" {
  assert {
    condition     = length(aws_lb.main) + length(aws_lb_listener.main) + length(aws_lb_target_group.tasks) + length(aws_security_group.load_balancer) + length(aws_vpc_security_group_ingress_rule.task_http) + length(aws_vpc_security_group_ingress_rule.task_health) == 0
    error_message = "No load balancer, and nothing may come in."
  }

  assert {
    condition     = length(aws_ecs_service.main.load_balancer) == 0 && output.url == null
    error_message = "The service has no entrance but the queue."
  }
}

run "a_network_of_its_own_lets_out_https_alone" {
  assert {
    condition     = aws_vpc_security_group_egress_rule.task_https.from_port == 443 && aws_vpc_security_group_egress_rule.task_https.to_port == 443 && aws_vpc_security_group_egress_rule.task_https.ip_protocol == "tcp"
    error_message = "HTTPS out."
  }

  assert {
    condition     = aws_subnet.public[*].cidr_block == ["10.64.0.0/26", "10.64.0.64/26"] && aws_ecs_service.main.network_configuration[0].assign_public_ip
    error_message = "Two zones, public addresses, no NAT gateway."
  }

  assert {
    condition     = aws_vpc_endpoint.s3[0].vpc_endpoint_type == "Gateway" && length(aws_default_security_group.closed[0].ingress) + length(aws_default_security_group.closed[0].egress) == 0
    error_message = "S3 within AWS; the default group is closed."
  }
}

run "a_network_that_is_brought" {
  variables {
    network = { vpc_id = "vpc-1", task_subnet_ids = ["subnet-a"], load_balancer_subnet_ids = ["subnet-b", "subnet-c"] }
    http    = { tokens_secret = "tokens", allowed_cidrs = ["203.0.113.0/24"] }
  }

  assert {
    condition     = length(aws_vpc.main) + length(aws_subnet.public) + length(aws_vpc_endpoint.s3) == 0
    error_message = "Nothing is made."
  }

  assert {
    condition     = toset(aws_ecs_service.main.network_configuration[0].subnets) == toset(["subnet-a"]) && !aws_ecs_service.main.network_configuration[0].assign_public_ip && toset(aws_lb.main[0].subnets) == toset(["subnet-b", "subnet-c"])
    error_message = "Private tasks behind public load balancers, as the network has it."
  }
}
