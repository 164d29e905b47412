package io.sinotrace.standin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Builds the stand-in for the CUDA driver, and the project's kernels for the processor, with gcc
 * and g++.
 *
 * <p>A process uses it if LD_LIBRARY_PATH names the folder when the process starts and the library
 * is there when JCuda is first touched. These environment variables tell it what to be:
 *
 * <ul>
 *   <li>STAND_IN_CONTROL: the file behind {@link Control}. Processes that a test starts inherit it
 *       and would count into it too: set it to nothing for them. Without it:
 *   <li>STAND_IN_DEVICES, STAND_IN_MEMORY: how many devices (default 2), bytes each (512 MiB)
 *   <li>STAND_IN_FAIL_DEVICE: the number of a device on which every launch fails with
 *       CUDA_ERROR_ILLEGAL_ADDRESS
 *   <li>STAND_IN_LOG: a file to which every launch appends a line: process, PCI bus id of the
 *       device, kernel
 * </ul>
 */
public final class StandIn {
  private static final Path BASE = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
  private static final Path SOURCES = BASE.resolve("src/test/native");
  private static final Path KERNELS = BASE.resolve("src/main/cuda");
  private static final String DRIVER = "libcuda.so.1";
  private static final Path FOLDER = BASE.resolve("target/stand-in");

  private StandIn() {}

  /** Why it cannot be built or run on this machine, or nothing. */
  public static Optional<String> missing() {
    if (!System.getProperty("os.name").equals("Linux")
        || !System.getProperty("os.arch").equals("amd64")) {
      return Optional.of("the stand-in for CUDA is for Linux on x86-64 only");
    }
    for (String compiler : List.of("gcc", "g++")) {
      if (!isOnPath(compiler)) {
        return Optional.of(
            "the stand-in for CUDA needs " + compiler + ", which is not on the PATH");
      }
    }
    try {
      // The kernels are compiled for x86-64-v3.
      List<String> flags =
          Arrays.asList(Files.readString(Path.of("/proc/cpuinfo")).split("\\s+", -1));
      if (!flags.containsAll(List.of("avx2", "fma", "bmi2"))) {
        return Optional.of("the stand-in for CUDA needs a processor with AVX2 and FMA");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Optional.empty();
  }

  private static boolean isOnPath(String program) {
    String path = System.getenv("PATH");
    return path != null
        && Stream.of(path.split(":", -1))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /**
   * Builds it if need be, and makes it this JVM's driver. Before JCuda is first touched.
   *
   * @return its control
   * @throws IllegalStateException with the compiler's words, if it does not compile; if
   *     STAND_IN_CONTROL is not set
   */
  public static Control use() {
    Path folder = build();
    Control control = Control.open();
    // By its soname it is then what JCuda's library asks for. To be found in LD_LIBRARY_PATH it
    // would
    // have had to be there when this JVM began: the loader remembers folders that it did not find.
    System.load(folder.resolve(DRIVER).toString());
    return control;
  }

  /**
   * Compiles what is older than its sources. Several processes may do so at once.
   *
   * @return the folder for LD_LIBRARY_PATH: target/stand-in
   * @throws IllegalStateException with the compiler's words, if it fails
   */
  public static synchronized Path build() {
    try {
      Files.createDirectories(FOLDER);
      try (FileChannel channel =
              FileChannel.open(
                  FOLDER.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (!lock.isValid()) {
          throw new IllegalStateException("cannot lock " + FOLDER);
        }
        FileTime newest = newestSource();
        make(DRIVER, newest, driverCommand());
        make("libkernels.so", newest, kernelsCommand("-ffp-contract=off"));
        make("libkernels-contracted.so", newest, kernelsCommand("-ffp-contract=fast"));
      }
      return FOLDER;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FileTime newestSource() throws IOException {
    FileTime newest = FileTime.fromMillis(0);
    for (Path source : files("", SOURCES, KERNELS)) {
      FileTime time = Files.getLastModifiedTime(source);
      newest = time.compareTo(newest) > 0 ? time : newest;
    }
    return newest;
  }

  private static List<Path> files(String suffix, Path... folders) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path folder : folders) {
      try (Stream<Path> all = Files.walk(folder)) {
        all.filter(f -> Files.isRegularFile(f) && f.toString().endsWith(suffix))
            .sorted()
            .forEach(files::add);
      }
    }
    return files;
  }

  private static List<String> driverCommand() throws IOException {
    List<String> command = new ArrayList<>(List.of("gcc", "-std=gnu11", "-O2", "-Wall", "-Wextra"));
    command.addAll(List.of("-fPIC", "-shared", "-fvisibility=hidden", "-pthread"));
    command.addAll(List.of("-Wl,-soname," + DRIVER, "-Wl,-z,defs"));
    files(".c", SOURCES).forEach(source -> command.add(source.toString()));
    command.add("-ldl");
    return command;
  }

  private static List<String> kernelsCommand(String contraction) {
    List<String> command = new ArrayList<>(List.of("g++", "-x", "c++", "-std=c++17", "-O2"));
    command.addAll(List.of("-march=x86-64-v3", "-mfma", contraction));
    command.addAll(List.of("-Wall", "-Wextra", "-Wno-unknown-pragmas"));
    command.addAll(List.of("-fPIC", "-shared", "-fvisibility=hidden", "-pthread"));
    command.addAll(List.of("-I", SOURCES.toString(), "-I", KERNELS.toString()));
    command.addAll(List.of("-include", "cuda_on_host.h"));
    command.add(SOURCES.resolve("host_kernels.cpp").toString());
    return command;
  }

  private static void make(String name, FileTime newestSource, List<String> command)
      throws IOException {
    Path library = FOLDER.resolve(name);
    Path made = FOLDER.resolve(name + ".command");
    String text = String.join(" ", command);
    if (Files.exists(library)
        && Files.exists(made)
        && Files.readString(made).equals(text)
        && Files.getLastModifiedTime(library).compareTo(newestSource) > 0) {
      return;
    }
    Files.deleteIfExists(made);
    // Renamed into place: a process that has mapped the old one keeps it.
    Path fresh = FOLDER.resolve(name + ".new");
    List<String> withOutput = new ArrayList<>(command);
    withOutput.addAll(List.of("-o", fresh.toString()));
    compile(name, withOutput);
    Files.move(fresh, library, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(made, text);
  }

  private static void compile(String name, List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      int code = process.waitFor();
      if (code != 0) {
        throw new IllegalStateException(
            String.format(
                Locale.ROOT, "%s does not compile (exit code %d):%n%s", name, code, said));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while compiling " + name, e);
    }
  }
}
