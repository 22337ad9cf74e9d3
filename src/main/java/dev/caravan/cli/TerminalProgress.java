package dev.caravan.cli;

import java.util.function.Consumer;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Progress on a terminal: a bar in its last line. */
final class TerminalProgress implements Progress {

  /** Most terminals are at least this wide. */
  private static final int WIDTH = 79;

  private final ProgressBar bar;
  private final Runnable closed;

  /**
   * @param shown gets the bar as a text, each time that it changes
   * @param closed runs at the end
   */
  TerminalProgress(String task, int size, Consumer<String> shown, Runnable closed) {
    this.bar =
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(size)
            .setStyle(ProgressBarStyle.ASCII)
            // The library's own output moves the cursor over lines that were printed meanwhile.
            .setConsumer(new DelegatingProgressBarConsumer(shown, WIDTH))
            .build();
    this.closed = closed;
  }

  @Override
  public void stepTo(int done) {
    bar.stepTo(done);
  }

  @Override
  public void say(String words) {
    bar.setExtraMessage(words);
  }

  @Override
  public void grow(int least) {
    bar.maxHint(Math.max(bar.getMax(), least));
  }

  @Override
  public void close() {
    bar.close();
    closed.run();
  }
}
