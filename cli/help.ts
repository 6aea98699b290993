/** The ends of the help texts. Scripts depend on the exit codes. */
export const endOfAll = `
Without a project:
  npx -p pulumi-rabbitmq-topology -p amqplib rabbitmq-topology ...
  verify and migrate need amqplib; import needs @pulumi/pulumi in its place

Completion:
  source <(rabbitmq-topology completion bash)      # in ~/.bashrc; zsh likewise
  rabbitmq-topology completion fish | source       # in config.fish`;

export const endOfVerify = `
Exit code, the highest of all contracts:
  0  the contract is fulfilled
  1  the contract is not fulfilled
  2  the contract could not be checked: wrong usage, bad file, no connection

Environment:
  AMQP_URL  the application's user, broker and vhost, as in the output url of
            its AppAccess: amqp://user:password@host:5672/vhost
            For several contracts: their URLs, with a space between them. Each
            contract takes the one with its vhost and its user

Examples:
  pulumi stack output contract --json > contract.json   # run by the platform
  AMQP_URL=... rabbitmq-topology verify contract.json --probe
  AMQP_URL=... rabbitmq-topology verify contract.json --wait 120
  AMQP_URL="$BILLING $AUDIT" rabbitmq-topology verify billing.json audit.json`;

export const endOfMigrate = `
Exit code:
  0  all of these queues can be migrated, or are
  1  something stands in the way of one, or its migration failed; nothing is
     lost, and the next run goes on with it
  2  the broker could not be asked: wrong usage, settings, no connection

Environment:
  RABBITMQ_ENDPOINT, RABBITMQ_USERNAME, RABBITMQ_PASSWORD,
  RABBITMQ_AMQP_ENDPOINT and the other settings of the library

Examples:
  rabbitmq-topology migrate "^orders\\."          # only reports
  rabbitmq-topology migrate "^orders\\." --yes
  rabbitmq-topology migrate --cancel --yes        # back to the former queues`;

export const endOfImport = `
Exit code:
  0  the program is written, and a preview of it shows no changes; or no broker
     was given to prove that
  1  the proof failed, or a broker lost objects when it imported the definitions
  2  nothing was written: wrong usage, bad file, no connection

Environment:
  RABBITMQ_ENDPOINT, RABBITMQ_USERNAME, RABBITMQ_PASSWORD and the other settings
  of the library, for the source or the proof

Examples:
  rabbitmq-topology import --check      # what of the broker a program can own
  rabbitmq-topology import --out topology
  rabbitmq-topology import --from definitions.json --out topology
  rabbitmq-topology import --out topology --into dev  # also into dev's state`;
