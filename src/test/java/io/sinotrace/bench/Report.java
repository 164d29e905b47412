package io.sinotrace.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where figures go.
 *
 * @param out receives tables as Markdown
 * @param progress receives what is being done
 * @param folder receives everything as CSV, and pictures
 */
record Report(PrintWriter out, PrintWriter progress, Path folder) {
  /** Prints a table, and writes it to a file. */
  void add(Table table) throws IOException {
    out.println(table.markdown());
    out.flush();
    Files.writeString(folder.resolve(table.name() + ".csv"), table.csv());
  }

  /** Writes a picture. */
  void add(String name, byte[] png) throws IOException {
    Path file = folder.resolve(name + ".png");
    Files.write(file, png);
    say("wrote " + file);
  }

  /** Says what is being done. */
  void say(String what) {
    progress.println(what);
    progress.flush();
  }
}
