"""Operations that the application may not do, and how pika reports them. A refusal closes the channel, so each attempt opens one."""

import signal

import pika
from app import connect, publish, publisher

attempts = {
    "declare exchange events": lambda channel: channel.exchange_declare("events", "topic", durable=True),
    "declare queue orders": lambda channel: channel.queue_declare("orders", durable=True),
    "check exchange events": lambda channel: channel.exchange_declare("events", passive=True),
    "check queue orders": lambda channel: channel.queue_declare("orders", passive=True),
    "check queue orders.next": lambda channel: channel.queue_declare("orders.next", passive=True),
    "check queue invoices": lambda channel: channel.queue_declare("invoices", passive=True),
    "publish order.unknown": lambda channel: publish(channel, "events", "order.unknown", b"unroutable"),
    "publish invoice.new": lambda channel: publish(channel, "events", "invoice.new", b"not granted"),
    "publish to exchange audit": lambda channel: publish(channel, "audit", "order.new", b"not granted"),
    "send to queue orders": lambda channel: publish(channel, "", "orders", b"not granted"),
    "consume from queue invoices": lambda channel: channel.basic_consume("invoices", print),
    "bind queue orders": lambda channel: channel.queue_bind("orders", "events", "order.#"),
    "purge queue invoices": lambda channel: channel.queue_purge("invoices"),
    "delete queue orders": lambda channel: channel.queue_delete("orders"),
}


def result(attempt, channel):
    try:
        attempt(channel)
    except pika.exceptions.ChannelClosedByBroker as refused:
        return f"ChannelClosedByBroker {refused.reply_code} {refused.reply_text}"
    except pika.exceptions.UnroutableError as unroutable:
        return f"UnroutableError {unroutable.messages[0].method.reply_text}"
    channel.close()
    return "ok"


def publish_without_confirms(connection):
    channel = connection.channel()
    channel.basic_publish("audit", "order.new", b"not granted")
    while channel.is_open:
        connection.process_data_events(0.1)
    try:
        channel.basic_publish("events", "order.new", b"granted")
    except pika.exceptions.ChannelWrongStateError as late:
        return f"no error, then ChannelWrongStateError {late}"


def main():
    connection = connect()
    for title, attempt in attempts.items():
        print(f"{title}: {result(attempt, publisher(connection))}")
    print(f"publish to exchange audit without confirms: {publish_without_confirms(connection)}")
    connection.close()


if __name__ == "__main__":
    signal.alarm(30)  # ends the example if it hangs
    main()
