// An empty program: it measures the CLI's own work.
require("@pulumi/pulumi");
