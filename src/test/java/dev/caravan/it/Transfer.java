package dev.caravan.it;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the bytes that a page has received over the network, including headers. */
record Transfer(AtomicLong counted) {

  static Transfer of(Page page) {
    AtomicLong bytes = new AtomicLong();
    CDPSession network = page.context().newCDPSession(page);
    network.send("Network.enable");
    network.on(
        "Network.loadingFinished",
        (JsonObject event) -> bytes.addAndGet(event.get("encodedDataLength").getAsLong()));
    return new Transfer(bytes);
  }

  long bytes() {
    return counted.get();
  }
}
