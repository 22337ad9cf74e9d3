package dev.caravan.bench.server;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The accounts by name. An account's queue, its bucket and its prompts contain the name. */
final class Ledger {

  private final Map<String, Account> accounts = new ConcurrentHashMap<>();

  Account account(String name) {
    return accounts.computeIfAbsent(name, none -> new Account());
  }
}
