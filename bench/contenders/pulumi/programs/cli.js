// An empty program: all that is left is the CLI's own work.
require("@pulumi/pulumi");
