# A small network, created unless an existing one is given. Tasks have public addresses, which saves the NAT gateways
# (see README.md). Only the load balancer can reach them.

resource "aws_vpc" "main" {
  count = var.network == null ? 1 : 0

  cidr_block           = var.vpc_cidr
  enable_dns_hostnames = true
  enable_dns_support   = true

  tags = { Name = local.prefix }
}

# Resources without an explicit security group can neither receive nor open connections.
resource "aws_default_security_group" "closed" {
  count = var.network == null ? 1 : 0

  vpc_id = aws_vpc.main[0].id
}

resource "aws_flow_log" "main" {
  count = var.network == null && var.flow_logs != null ? 1 : 0

  vpc_id               = aws_vpc.main[0].id
  traffic_type         = var.flow_logs.traffic
  log_destination_type = "s3"
  log_destination      = "arn:${local.partition}:s3:::${join("/", compact([var.flow_logs.bucket, var.flow_logs.prefix]))}"

  tags = { Name = local.prefix }
}

resource "aws_subnet" "public" {
  count = var.network == null ? 2 : 0

  vpc_id            = aws_vpc.main[0].id
  cidr_block        = cidrsubnet(var.vpc_cidr, 2, count.index)
  availability_zone = data.aws_availability_zones.available[0].names[count.index]

  tags = { Name = "${local.prefix}-public-${count.index + 1}" }
}

resource "aws_internet_gateway" "main" {
  count = var.network == null ? 1 : 0

  vpc_id = aws_vpc.main[0].id

  tags = { Name = local.prefix }
}

resource "aws_route_table" "public" {
  count = var.network == null ? 1 : 0

  vpc_id = aws_vpc.main[0].id

  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.main[0].id
  }

  tags = { Name = "${local.prefix}-public" }
}

resource "aws_route_table_association" "public" {
  count = var.network == null ? 2 : 0

  subnet_id      = aws_subnet.public[count.index].id
  route_table_id = aws_route_table.public[0].id
}

# Traffic to S3 stays within AWS and costs nothing.
resource "aws_vpc_endpoint" "s3" {
  count = var.network == null ? 1 : 0

  vpc_id            = aws_vpc.main[0].id
  service_name      = "com.amazonaws.${var.region}.s3"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = [aws_route_table.public[0].id]

  tags = { Name = "${local.prefix}-s3" }
}

resource "aws_security_group" "task" {
  name        = "${local.prefix}-task"
  description = "Caravan: in from its load balancer alone, out to HTTPS"
  vpc_id      = local.network.vpc_id

  tags = { Name = "${local.prefix}-task" }
}

resource "aws_vpc_security_group_egress_rule" "task_https" {
  security_group_id = aws_security_group.task.id
  description       = "SQS, S3, Bedrock, CloudWatch, the registry"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
  cidr_ipv4         = "0.0.0.0/0"
}

resource "aws_vpc_security_group_ingress_rule" "task_http" {
  count = local.with_http ? 1 : 0

  security_group_id            = aws_security_group.task.id
  description                  = "Prompts"
  ip_protocol                  = "tcp"
  from_port                    = local.http_port
  to_port                      = local.http_port
  referenced_security_group_id = aws_security_group.load_balancer[0].id
}

# For the load balancer's health check; no listener forwards to this port.
resource "aws_vpc_security_group_ingress_rule" "task_health" {
  count = local.with_http ? 1 : 0

  security_group_id            = aws_security_group.task.id
  description                  = "Health"
  ip_protocol                  = "tcp"
  from_port                    = local.management_port
  to_port                      = local.management_port
  referenced_security_group_id = aws_security_group.load_balancer[0].id
}
