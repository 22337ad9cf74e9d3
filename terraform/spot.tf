# Spot: about a third of the price, and AWS may take a task back after two minutes' notice. That is the time that a task has
# to finish its prompts anyway (stopTimeout), and SQS delivers the others to the next task. A caller by HTTP would lose its
# answer, so only a service without an HTTP entrance may use it.

locals {
  on_spot = var.task.spot
}

resource "aws_ecs_cluster_capacity_providers" "spot" {
  count = local.on_spot ? 1 : 0

  cluster_name       = aws_ecs_cluster.main.name
  capacity_providers = ["FARGATE_SPOT"]
}
