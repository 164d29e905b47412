package io.sinotrace.spark.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sinotrace.cli.Cli;
import io.sinotrace.spark.SparkSessions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Where the rows of a table of projections come from. */
enum Origin {
  /** A description: they are traced. */
  TRACED {
    @Override
    Dataset<Row> table(Path description, String... settings) {
      var reader = SparkSessions.local().read().format("sinotrace");
      for (String setting : settings) {
        String[] parts = setting.split("=", 2);
        reader = reader.option(parts[0], parts[1]);
      }
      return reader.load(description.toString());
    }
  },

  /** The dataset that a run of the description has written. */
  STORED {
    @Override
    Dataset<Row> table(Path description, String... settings) {
      return load(written(description, settings));
    }
  };

  /** Returns the table of a description's scans. */
  abstract Dataset<Row> table(Path description, String... settings);

  /** Runs a description and returns its output, a directory beside it. */
  static Path written(Path description, String... settings) {
    try {
      Path output = Files.createTempDirectory(description.toAbsolutePath().getParent(), "output");
      List<String> arguments = new ArrayList<>(List.of("run", description.toString()));
      arguments.addAll(List.of(settings));
      arguments.addAll(List.of("output.preview=none", "output.path=" + output, "volume.min-age=0"));
      Cli.Result run = Cli.run(arguments.toArray(String[]::new));
      assertEquals(0, run.code(), run::err);
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the table of a dataset's projections. */
  static Dataset<Row> load(Path dataset) {
    return SparkSessions.local().read().format("sinotrace").load(dataset.toString());
  }
}
