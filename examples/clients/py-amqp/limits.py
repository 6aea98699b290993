"""Operations that the application may not do, and how py-amqp reports them."""

import signal
import time

import amqp
from app import connect, publish

attempts = {
    "declare exchange events": lambda channel: channel.exchange_declare("events", "topic", durable=True),
    "declare queue orders": lambda channel: channel.queue_declare("orders", durable=True),
    "check exchange events": lambda channel: channel.exchange_declare("events", "topic", passive=True),
    "check queue orders": lambda channel: channel.queue_declare("orders", passive=True),
    "check queue orders.next": lambda channel: channel.queue_declare("orders.next", passive=True),
    "check queue invoices": lambda channel: channel.queue_declare("invoices", passive=True),
    "publish order.unknown": lambda channel: publish(channel, "events", "order.unknown", "unroutable"),
    "publish invoice.new": lambda channel: publish(channel, "events", "invoice.new", "not granted"),
    "publish to exchange audit": lambda channel: publish(channel, "audit", "order.new", "not granted"),
    "send to queue orders": lambda channel: publish(channel, "", "orders", "not granted"),
    "consume from queue invoices": lambda channel: channel.basic_consume("invoices"),
    "bind queue orders": lambda channel: channel.queue_bind("orders", "events", "order.#"),
    "purge queue invoices": lambda channel: channel.queue_purge("invoices"),
    "delete queue orders": lambda channel: channel.queue_delete("orders"),
}


def result(attempt, channel):
    try:
        attempt(channel)
    except amqp.AMQPError as refused:
        return f"{type(refused).__name__} {refused.reply_code} {refused.reply_text}"
    return "ok"


def publish_without_confirms():
    connection = connect(confirm_publish=False)
    channel = connection.channel()
    channel.basic_consume("orders")
    channel.basic_publish(amqp.Message("not granted"), "audit", "order.new")
    try:
        connection.drain_events(timeout=10)
    except amqp.AccessRefused as late:
        # The channel has reopened itself without its consumer.
        while channel.queue_declare("orders", passive=True).consumer_count > 0:
            time.sleep(0.1)
        return f"no error, then {type(late).__name__} from drain_events; open {channel.is_open}, consumers 0"
    finally:
        connection.close()


def main():
    connection = connect()
    for title, attempt in attempts.items():
        print(f"{title}: {result(attempt, connection.channel())}")
    print(f"publish to exchange audit without confirms: {publish_without_confirms()}")
    connection.close()


if __name__ == "__main__":
    signal.alarm(30)  # ends the example if it hangs
    main()
