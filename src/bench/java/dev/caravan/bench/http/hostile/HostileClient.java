package dev.caravan.bench.http.hostile;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Arrays;

/**
 * Attacks a service on loopback and prints the outcomes as one line of JSON. It ends early if its
 * standard input ends, which is when the process that started it has ended.
 */
public final class HostileClient {

  private HostileClient() {}

  /**
   * @param arguments the service's port, connections per attack, number of source addresses,
   *     connections opened per second, longest time in seconds, and the attacks
   */
  public static void main(String[] arguments) throws IOException {
    Thread watching = new Thread(HostileClient::endWithParent, "parent");
    watching.setDaemon(true);
    watching.start();
    Connections connections =
        new Connections(
            new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0])),
            Arrays.stream(arguments).skip(5).map(Attack::valueOf).toList(),
            Integer.parseInt(arguments[1]),
            Integer.parseInt(arguments[2]),
            Double.parseDouble(arguments[3]));
    System.out.println(
        new ObjectMapper()
            .writeValueAsString(connections.attack(Double.parseDouble(arguments[4]))));
  }

  private static void endWithParent() {
    try {
      System.in.transferTo(java.io.OutputStream.nullOutputStream());
    } catch (IOException e) {
      // The parent has ended, which is what this waits for.
    }
    Runtime.getRuntime().halt(1);
  }
}
