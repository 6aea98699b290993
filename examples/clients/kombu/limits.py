"""Operations that the application may not do, and how kombu reports them: with py-amqp's exceptions."""

import signal

import amqp
from app import connect, consumer, events, orders, publish
from kombu import Consumer, Exchange, Producer, Queue

audit = Exchange("audit", type="topic", no_declare=True)
default = Exchange("", no_declare=True)
declared = Exchange("events", type="topic")


def bind(channel):
    orders(channel).bind_to(events, "order.#")


attempts = {
    "declare exchange events": lambda channel: declared(channel).declare(),
    "declare queue orders": lambda channel: Queue("orders")(channel).declare(),
    "check exchange events": lambda channel: Exchange("events", passive=True)(channel).declare(),
    "check queue orders": lambda channel: orders(channel).queue_declare(passive=True),
    "check queue orders.next": lambda channel: Queue("orders.next")(channel).queue_declare(passive=True),
    "check queue invoices": lambda channel: Queue("invoices")(channel).queue_declare(passive=True),
    "publish order.unknown": lambda channel: publish(channel, events, "order.unknown", "unroutable"),
    "publish invoice.new": lambda channel: publish(channel, events, "invoice.new", "not granted"),
    "publish to exchange audit": lambda channel: publish(channel, audit, "order.new", "not granted"),
    "send to queue orders": lambda channel: publish(channel, default, "orders", "not granted"),
    "consume from queue invoices": lambda channel: consumer(channel, Queue("invoices"), print).consume(),
    "bind queue orders": bind,
    "purge queue invoices": lambda channel: Queue("invoices")(channel).purge(),
    "delete queue orders": lambda channel: orders(channel).delete(),
    # Calls that declare, although they look like checks, publishes and consumes.
    "Queue(passive=True)": lambda channel: Queue("orders", passive=True)(channel).declare(),
    "Producer that declares": lambda channel: Producer(channel, declared).publish("", "order.new"),
    "Consumer that declares": lambda channel: Consumer(channel, [Queue("orders")]),
}


def result(attempt, channel):
    try:
        attempt(channel)
    except amqp.AMQPError as refused:
        return f"{type(refused).__name__} {refused.reply_code} {refused.reply_text}"
    return "ok"


def main():
    with connect() as connection:
        for title, attempt in attempts.items():
            print(f"{title}: {result(attempt, connection.channel())}")


if __name__ == "__main__":
    signal.alarm(30)  # ends the example if it hangs
    main()
