package dev.caravan.bench.server;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The accounts by name. A contestant's queue, its bucket and the ids of its prompts begin so. */
final class Ledger {

  private final Map<String, Account> accounts = new ConcurrentHashMap<>();

  Account account(String name) {
    return accounts.computeIfAbsent(name, none -> new Account());
  }

  /** The account of a prompt: ids are {@code NAME-ROUND-NUMBER}. */
  Account ofId(String id) {
    int end = id.indexOf('-');
    return account(end < 0 ? id : id.substring(0, end));
  }
}
