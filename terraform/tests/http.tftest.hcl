# Tests the HTTP entrance (with a certificate, without one, and no entrance at all) and the network.

mock_provider "aws" {
  source = "./tests/mocks"
}

variables {
  region = "eu-north-1"
  image  = "ghcr.io/owner/caravan:0123abc"
}

run "with_a_certificate_the_entrance_is_https" {
  variables {
    http = {
      tokens_secret   = "tokens"
      certificate_arn = "arn:aws:acm:eu-north-1:123456789012:certificate/x"
    }
  }

  assert {
    condition     = aws_lb_listener.main[0].protocol == "HTTPS" && aws_lb_listener.main[0].port == 443 && aws_lb_listener.main[0].ssl_policy == "ELBSecurityPolicy-TLS13-1-2-2021-06"
    error_message = "The listener must use HTTPS with TLS 1.2 or later."
  }

  assert {
    condition     = keys(aws_vpc_security_group_ingress_rule.callers) == ["0.0.0.0/0"] && startswith(output.url, "https://")
    error_message = "The entrance must be open to every address; tokens protect it."
  }

  assert {
    condition     = aws_lb.main[0].drop_invalid_header_fields && aws_lb.main[0].enable_deletion_protection && aws_lb.main[0].idle_timeout == 300
    error_message = "The load balancer must drop invalid headers, be protected from deletion, and wait 300 s."
  }
}

run "with_a_certificate_http_is_redirected_and_forwards_nothing" {
  variables {
    http = {
      tokens_secret   = "tokens"
      certificate_arn = "arn:aws:acm:eu-north-1:123456789012:certificate/x"
      allowed_cidrs   = ["203.0.113.0/24"]
    }
  }

  assert {
    condition = (
      aws_lb_listener.redirect[0].port == 80 && aws_lb_listener.redirect[0].default_action[0].type == "redirect" &&
      aws_lb_listener.redirect[0].default_action[0].redirect[0].protocol == "HTTPS"
    )
    error_message = "Port 80 must redirect to HTTPS."
  }

  assert {
    condition     = keys(aws_vpc_security_group_ingress_rule.redirected) == ["203.0.113.0/24"] && aws_vpc_security_group_ingress_rule.redirected["203.0.113.0/24"].to_port == 80
    error_message = "The same callers must reach port 80."
  }
}

run "requests_can_be_logged" {
  variables {
    http = {
      tokens_secret = "tokens"
      allowed_cidrs = ["203.0.113.0/24"]
      access_logs   = { bucket = "their-logs", prefix = "caravan" }
    }
  }

  assert {
    condition     = aws_lb.main[0].access_logs[0].enabled && aws_lb.main[0].access_logs[0].bucket == "their-logs" && length(aws_lb_listener.redirect) == 0
    error_message = "The load balancer must write its log to the named bucket, and without a certificate there is nothing to redirect to."
  }
}

run "without_a_certificate_only_named_networks_may_call" {
  variables {
    http = { tokens_secret = "tokens", allowed_cidrs = ["203.0.113.0/24", "198.51.100.7/32"] }
  }

  assert {
    condition     = aws_lb_listener.main[0].protocol == "HTTP" && aws_lb_listener.main[0].port == 80
    error_message = "Without a certificate the listener must use HTTP."
  }

  assert {
    condition     = toset(keys(aws_vpc_security_group_ingress_rule.callers)) == toset(["203.0.113.0/24", "198.51.100.7/32"])
    error_message = "Only the named networks may call."
  }
}

run "tokens_come_from_the_secret_and_only_the_load_balancer_reaches_a_task" {
  variables {
    http = { tokens_secret = "tokens", allowed_cidrs = ["203.0.113.0/24"] }
  }

  assert {
    condition     = jsondecode(aws_ecs_task_definition.service.container_definitions)[0].secrets == [{ name = "CARAVAN_HTTP_TOKENS", valueFrom = "arn:aws:secretsmanager:eu-north-1:123456789012:secret:tokens-a1b2c3" }]
    error_message = "The task must get the tokens by the ARN of the secret, so that no plan or state contains the value."
  }

  assert {
    condition     = local.environment.HTTP_HOST == "0.0.0.0" && local.environment.MANAGEMENT_HOST == "0.0.0.0"
    error_message = "Both ports must listen beyond loopback, because the load balancer calls them."
  }

  assert {
    condition     = tonumber(local.environment.CARAVAN_HTTP_IDLE_SECONDS) > aws_lb.main[0].idle_timeout
    error_message = "Tasks must keep idle connections for longer than the load balancer does, or it answers 502."
  }

  assert {
    condition = alltrue([
      for rule in [aws_vpc_security_group_ingress_rule.task_http[0], aws_vpc_security_group_ingress_rule.task_health[0]] :
      rule.referenced_security_group_id == aws_security_group.load_balancer[0].id && rule.cidr_ipv4 == null
    ])
    error_message = "Tasks must accept connections from the load balancer's security group only, not from addresses."
  }

  assert {
    condition     = aws_lb_target_group.tasks[0].port == 8080 && aws_lb_target_group.tasks[0].health_check[0].port == "9876"
    error_message = "The listener must forward prompts to port 8080 only; the management port is for health checks."
  }
}

run "a_web_acl_is_associated_with_the_load_balancer" {
  variables {
    http = {
      tokens_secret   = "tokens"
      certificate_arn = "arn:aws:acm:eu-north-1:123456789012:certificate/x"
      web_acl_arn     = "arn:aws:wafv2:eu-north-1:123456789012:regional/webacl/ours/0123"
    }
  }

  assert {
    condition     = aws_wafv2_web_acl_association.main[0].web_acl_arn == "arn:aws:wafv2:eu-north-1:123456789012:regional/webacl/ours/0123" && aws_wafv2_web_acl_association.main[0].resource_arn == aws_lb.main[0].arn
    error_message = "The web ACL must protect the load balancer."
  }
}

run "without_a_web_acl_nothing_is_paid_for" {
  variables {
    http = {
      tokens_secret   = "tokens"
      certificate_arn = "arn:aws:acm:eu-north-1:123456789012:certificate/x"
    }
  }

  assert {
    condition     = length(aws_wafv2_web_acl_association.main) == 0
    error_message = "AWS WAF costs money, so it must be off by default."
  }
}

run "a_pause_does_not_make_ecs_replace_tasks" {
  variables {
    http = { tokens_secret = "tokens", allowed_cidrs = ["203.0.113.0/24"] }
  }

  assert {
    condition     = aws_lb_target_group.tasks[0].health_check[0].path == "/observe/health/live"
    error_message = "The health check must use liveness: readiness is down while the queue is paused."
  }

  assert {
    condition     = aws_lb_target_group.tasks[0].deregistration_delay == "120"
    error_message = "Calls in progress must have time to finish."
  }
}

run "without_http_there_is_no_load_balancer" {
  assert {
    condition     = length(aws_lb.main) + length(aws_lb_listener.main) + length(aws_lb_target_group.tasks) + length(aws_security_group.load_balancer) + length(aws_vpc_security_group_ingress_rule.task_http) + length(aws_vpc_security_group_ingress_rule.task_health) == 0
    error_message = "Without HTTP there must be no load balancer and no ingress rule."
  }

  assert {
    condition     = length(aws_ecs_service.main.load_balancer) == 0 && output.url == null
    error_message = "Without HTTP the queue must be the only entrance."
  }
}

run "the_created_network_allows_only_https_out" {
  assert {
    condition     = aws_vpc_security_group_egress_rule.task_https.from_port == 443 && aws_vpc_security_group_egress_rule.task_https.to_port == 443 && aws_vpc_security_group_egress_rule.task_https.ip_protocol == "tcp"
    error_message = "Tasks may open only HTTPS connections."
  }

  assert {
    condition     = aws_subnet.public[*].cidr_block == ["10.64.0.0/26", "10.64.0.64/26"] && aws_ecs_service.main.network_configuration[0].assign_public_ip
    error_message = "The network must have two zones and public addresses, so that it needs no NAT gateway."
  }

  assert {
    condition     = aws_vpc_endpoint.s3[0].vpc_endpoint_type == "Gateway" && length(aws_default_security_group.closed[0].ingress) + length(aws_default_security_group.closed[0].egress) == 0
    error_message = "S3 must be reachable through a gateway endpoint, and the default security group must be closed."
  }
}

run "flow_logs_go_to_the_named_bucket" {
  variables {
    flow_logs = { bucket = "their-logs", prefix = "network" }
  }

  assert {
    condition = (
      aws_flow_log.main[0].log_destination == "arn:${local.partition}:s3:::their-logs/network" && aws_flow_log.main[0].log_destination_type == "s3" &&
      aws_flow_log.main[0].traffic_type == "REJECT" && aws_flow_log.main[0].vpc_id == aws_vpc.main[0].id
    )
    error_message = "The network's refused connections must be logged in the bucket."
  }
}

run "without_flow_logs_nothing_is_logged" {
  assert {
    condition     = length(aws_flow_log.main) == 0
    error_message = "Flow logs cost money, so they must be off by default."
  }
}

run "an_existing_network_is_used" {
  variables {
    network = { vpc_id = "vpc-1", task_subnet_ids = ["subnet-a"], load_balancer_subnet_ids = ["subnet-b", "subnet-c"] }
    http    = { tokens_secret = "tokens", allowed_cidrs = ["203.0.113.0/24"] }
  }

  assert {
    condition     = length(aws_vpc.main) + length(aws_subnet.public) + length(aws_vpc_endpoint.s3) == 0
    error_message = "No VPC, subnet or endpoint may be created."
  }

  assert {
    condition     = toset(aws_ecs_service.main.network_configuration[0].subnets) == toset(["subnet-a"]) && !aws_ecs_service.main.network_configuration[0].assign_public_ip && toset(aws_lb.main[0].subnets) == toset(["subnet-b", "subnet-c"])
    error_message = "Tasks and load balancer must use the given subnets, and tasks no public addresses."
  }
}
