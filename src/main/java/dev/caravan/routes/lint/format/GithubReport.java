package dev.caravan.routes.lint.format;

import dev.caravan.routes.lint.Finding;
import java.io.PrintWriter;
import java.util.List;

/** Workflow commands, which GitHub shows as annotations on the lines of a pull request. */
public final class GithubReport implements Report {

  @Override
  public void write(List<Finding> findings, PrintWriter out) {
    for (Finding finding : findings) {
      String text = (finding.message() + " " + finding.hint()).strip();
      out.printf(
          "::%s file=%s,line=%d,col=%d,title=%s::%s%n",
          switch (finding.severity()) {
            case ERROR -> "error";
            case WARNING -> "warning";
            case NOTE -> "notice";
          },
          property(Paths.uri(finding.file())),
          finding.line(),
          finding.column(),
          property(finding.rule().id()),
          data(text));
    }
  }

  private static String data(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }
}
