"""An application with pika. The platform declares all objects; the application checks, publishes and consumes."""

import os
import signal

import pika


def connect():
    return pika.BlockingConnection(pika.URLParameters(os.environ["AMQP_URL"]))


def check(channel):
    # passive=True checks that the object exists. Without it, the call declares, which the broker refuses.
    channel.exchange_declare("events", passive=True)
    channel.queue_declare("orders", passive=True)


def publisher(connection):
    channel = connection.channel()
    # Without confirms, a refused publish raises no error. The next call finds the channel closed, and the reason is lost.
    channel.confirm_delivery()
    return channel


def publish(channel, exchange, routing_key, body):
    """Returns once a queue has the message. Raises UnroutableError if no binding matches."""
    persistent = pika.BasicProperties(delivery_mode=pika.DeliveryMode.Persistent)
    channel.basic_publish(exchange, routing_key, body, persistent, mandatory=True)


def consume(channel, queue, handle):
    def on_message(channel, method, _properties, body):
        handle(body)
        channel.basic_ack(method.delivery_tag)

    channel.basic_qos(prefetch_count=10)
    channel.basic_consume(queue, on_message)
    channel.start_consuming()


def main():
    connection = connect()
    channel = publisher(connection)
    check(channel)
    print("exchange events and queue orders exist")
    publish(channel, "events", "order.new", b"order 1")
    print("published order 1")

    def handle(body):
        print("consumed", body.decode())
        channel.stop_consuming()

    consume(channel, "orders", handle)
    connection.close()


if __name__ == "__main__":
    signal.alarm(30)  # ends the example if it hangs
    main()
