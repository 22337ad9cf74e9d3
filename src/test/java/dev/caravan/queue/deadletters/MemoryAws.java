package dev.caravan.queue.deadletters;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/** A dead-letter queue, a queue of prompts and a bucket in memory. */
final class MemoryAws {

  /** Messages by MessageId, which is also their receipt handle. */
  final Map<String, Message> letters = new LinkedHashMap<>();

  final Set<String> hidden = new HashSet<>();
  final List<String> sent = new ArrayList<>();
  final SqsClient sqs = new Sqs();
  final S3Client s3 = new S3();
  boolean s3TakesBodies = true;

  private final Map<String, GetObjectResponse> heads = new LinkedHashMap<>();
  private final Map<String, byte[]> objects = new LinkedHashMap<>();
  private final AtomicInteger versions = new AtomicInteger();

  /** Puts a message into the dead-letter queue; returns its MessageId. */
  String put(String body) {
    String id = "letter-" + letters.size();
    letters.put(id, Message.builder().messageId(id).receiptHandle(id).body(body).build());
    return id;
  }

  private final class Sqs implements SqsClient {

    @Override
    public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest receive) {
      List<Message> free =
          letters.values().stream()
              .filter(message -> !hidden.contains(message.messageId()))
              .limit(receive.maxNumberOfMessages())
              .toList();
      free.forEach(message -> hidden.add(message.messageId()));
      return ReceiveMessageResponse.builder().messages(free).build();
    }

    @Override
    public ChangeMessageVisibilityBatchResponse changeMessageVisibilityBatch(
        ChangeMessageVisibilityBatchRequest change) {
      change.entries().forEach(entry -> hidden.remove(entry.receiptHandle()));
      return ChangeMessageVisibilityBatchResponse.builder().build();
    }

    @Override
    public DeleteMessageBatchResponse deleteMessageBatch(DeleteMessageBatchRequest delete) {
      delete.entries().forEach(entry -> letters.remove(entry.receiptHandle()));
      return DeleteMessageBatchResponse.builder().build();
    }

    @Override
    public SendMessageBatchResponse sendMessageBatch(SendMessageBatchRequest send) {
      send.entries().forEach(entry -> sent.add(entry.messageBody()));
      return SendMessageBatchResponse.builder().build();
    }

    @Override
    public GetQueueAttributesResponse getQueueAttributes(GetQueueAttributesRequest get) {
      return GetQueueAttributesResponse.builder()
          .attributes(
              Map.of(
                  QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                  String.valueOf(letters.size())))
          .build();
    }

    @Override
    public String serviceName() {
      return "sqs";
    }

    @Override
    public void close() {}
  }

  private final class S3 implements S3Client {

    @Override
    public PutObjectResponse putObject(PutObjectRequest put, RequestBody body) {
      String key = put.key();
      if (!s3TakesBodies && key.startsWith("dead-letters/")) {
        throw SdkClientException.create("S3 does not answer.");
      }
      String there = heads.containsKey(key) ? heads.get(key).eTag() : null;
      if (put.ifNoneMatch() != null && there != null
          || put.ifMatch() != null && !put.ifMatch().equals(there)) {
        throw S3Exception.builder().statusCode(412).message("The condition does not hold.").build();
      }
      String etag = "v" + versions.incrementAndGet();
      heads.put(key, GetObjectResponse.builder().eTag(etag).build());
      try (InputStream content = body.contentStreamProvider().newStream()) {
        objects.put(key, content.readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return PutObjectResponse.builder().eTag(etag).build();
    }

    @Override
    public ResponseBytes<GetObjectResponse> getObjectAsBytes(GetObjectRequest get) {
      if (!objects.containsKey(get.key())) {
        throw NoSuchKeyException.builder().statusCode(404).message("No such key.").build();
      }
      return ResponseBytes.fromByteArray(heads.get(get.key()), objects.get(get.key()));
    }

    @Override
    public String serviceName() {
      return "s3";
    }

    @Override
    public void close() {}
  }
}
