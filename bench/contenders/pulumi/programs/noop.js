const pulumi = require("@pulumi/pulumi");
