package io.sinotrace.volume.io.dicom;

import io.sinotrace.volume.VoxelGrid;
import io.sinotrace.volume.io.file.HashedInput;
import io.sinotrace.volume.io.file.OpenVolume;
import io.sinotrace.volume.io.file.VoxelSink;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import java.util.zip.ZipException;

/** A stack of slices whose headers were read. */
final class DicomVolume implements OpenVolume {
  /** Pixels decoded at a time; small enough for the processor's caches. */
  private static final int CHUNK = 16_384;

  private static final int BUFFER = 1 << 16;

  private static final Pattern KVP = Pattern.compile("[0-9]{1,4}(\\.[0-9]{0,8})?");

  /**
   * What manufacturers call kernels: codes such as B30f, Br40d, FC18-H or YA, and some words. Not
   * personal by PS3.15, annex E, but any other text may be, as it is a person who may have typed
   * it: initials, a date or an age (M67, 045Y) are none of these. A strength is a digit after them.
   */
  private static final Pattern KERNEL =
      Pattern.compile(
          "([A-Z][0-9]{2}[a-z]|[A-Z][A-Za-z][0-9]{1,2}[a-z]?)([-_+./][A-Za-z0-9]{1,2})?"
              + "|[A-FL]|[EUY][A-E]|[0-9]"
              + "|(BODY|BONE|BONEPLUS|BRAIN|CHEST|CHST|DETAIL|EDGE|HEAD|LUNG|SHARP|SMOOTH|SOFT"
              + "|STANDARD|STND|ULTRA)[0-9+]?");

  private final VoxelGrid grid;

  /** The slices of each file, and which of the volume they are. */
  private final Map<SliceFile, List<Placed>> files = new LinkedHashMap<>();

  private final double[] values = new double[CHUNK];

  private record Placed(Slice slice, int z) {}

  DicomVolume(SliceStack stack) {
    this.grid = stack.grid();
    List<Slice> slices = stack.slices();
    for (int z = 0; z < slices.size(); z++) {
      Slice slice = slices.get(z);
      files.computeIfAbsent(slice.file(), file -> new ArrayList<>()).add(new Placed(slice, z));
    }
  }

  @Override
  public VoxelGrid grid() {
    return grid;
  }

  @Override
  public String stored() {
    PixelForm form = files.values().iterator().next().get(0).slice.form();
    return "%s of %d bits in %d, rescaled to Hounsfield units by slice"
        .formatted(form.signed() ? "integers" : "unsigned integers", form.bits(), 8 * form.bytes());
  }

  @Override
  public Map<String, String> acquisition() {
    Map<String, String> all = new LinkedHashMap<>();
    List<String> kvp = values(Slice.Key.KVP, KVP.asMatchPredicate());
    if (!kvp.isEmpty()) {
      all.put(
          "kvp",
          kvp.stream()
              .map(value -> new BigDecimal(value).stripTrailingZeros())
              .distinct()
              .sorted()
              .map(BigDecimal::toPlainString)
              .collect(Collectors.joining(", ")));
    }
    List<String> kernels =
        values(
            Slice.Key.KERNEL,
            // One name or several.
            value -> Stream.of(value.split("\\\\", -1)).allMatch(KERNEL.asMatchPredicate()));
    if (!kernels.isEmpty()) {
      all.put("convolution_kernel", String.join(", ", kernels));
    }
    return all;
  }

  /** Returns the different values of all slices; none if one is not what it should be. */
  private List<String> values(Slice.Key key, Predicate<String> isSound) {
    List<String> values =
        files.values().stream()
            .flatMap(List::stream)
            .map(placed -> placed.slice.key(key))
            .filter(value -> !value.isEmpty())
            .distinct()
            .sorted()
            .toList();
    return values.stream().allMatch(isSound) ? values : List.of();
  }

  @Override
  public void decode(VoxelSink sink) {
    files.forEach(
        (file, placed) -> {
          try (HashedInput whole = new HashedInput(file.file())) {
            decode(file, placed, whole, sink);
            sink.hashed(file.file(), whole.finish());
          } catch (UnusableException e) {
            throw file.file().fault(e.reason(), e);
          } catch (EOFException e) {
            throw file.file().fault("ends before the last pixel: truncated", e);
          } catch (ZipException e) {
            throw file.file().fault("its deflated data are damaged", e);
          } catch (IOException e) {
            throw file.file().unreadable(e);
          }
        });
  }

  private void decode(SliceFile file, List<Placed> placed, InputStream whole, VoxelSink sink)
      throws IOException {
    long start = file.pixels().start();
    List<Placed> byFrame =
        placed.stream()
            .sorted((a, b) -> Integer.compare(a.slice.frame(), b.slice.frame()))
            .toList();
    switch (file.syntax()) {
      case RLE_LOSSLESS, JPEG_LOSSLESS -> {
        whole.skipNBytes(start);
        PixelItems items =
            new PixelItems(new BufferedInputStream(whole, BUFFER), start, file.file().length());
        PackedFrames frames =
            file.syntax() == TransferSyntax.RLE_LOSSLESS
                ? new RleFrames(items)
                : new JpegFrames(items);
        int next = 0;
        for (Placed one : byFrame) {
          for (; next < one.slice.frame(); next++) {
            frames.skip();
          }
          next++;
          byte[] frame = new byte[(int) one.slice.bytes()];
          frames.read(one.slice, frame);
          put(one, frame, sink);
        }
        for (; next < file.frames(); next++) {
          frames.skip();
        }
        frames.end();
      }
      case DEFLATED_LITTLE_ENDIAN -> {
        whole.skipNBytes(file.deflatedFrom());
        Inflater inflater = new Inflater(true);
        try {
          InputStream in = new InflaterInputStream(whole, inflater, BUFFER);
          in.skipNBytes(start);
          putAll(file, byFrame, in, sink);
        } finally {
          inflater.end();
        }
      }
      default -> {
        whole.skipNBytes(start);
        boolean exchanged = file.isExchanged(byFrame.get(0).slice);
        putAll(file, byFrame, exchanged ? new ExchangedBytes(whole) : whole, sink);
      }
    }
  }

  private void putAll(SliceFile file, List<Placed> byFrame, InputStream in, VoxelSink sink)
      throws IOException {
    int next = 0;
    for (Placed one : byFrame) {
      // Frames of other volumes may be between them; all have as many pixels.
      in.skipNBytes((one.slice.frame() - next) * one.slice.bytes());
      next = one.slice.frame() + 1;
      byte[] frame = in.readNBytes((int) one.slice.bytes());
      if (frame.length < one.slice.bytes()) {
        throw new EOFException();
      }
      put(one, frame, sink);
    }
    PixelPadding.requireZeros(file, byFrame.get(byFrame.size() - 1).slice, in);
  }

  /** Hands on the pixels of a slice. */
  private void put(Placed placed, byte[] frame, VoxelSink sink) {
    PixelForm form = placed.slice.form();
    int pixels = frame.length / form.bytes();
    for (int done = 0; done < pixels; ) {
      int count = Math.min(CHUNK, pixels - done);
      ByteBuffer in =
          ByteBuffer.wrap(frame, done * form.bytes(), count * form.bytes())
              .slice()
              .order(form.order());
      form.decode(in, count, values);
      sink.run((long) placed.z * pixels + done, values, 0, count);
      done += count;
    }
  }

  @Override
  public void close() {
    // Nothing stays open between the headers and the pixels.
  }
}
