package dev.caravan.bench.server;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The accounts by name: that of a contestant's queue and its bucket; its prompts name it too. */
final class Ledger {

  private final Map<String, Account> accounts = new ConcurrentHashMap<>();

  Account account(String name) {
    return accounts.computeIfAbsent(name, none -> new Account());
  }
}
