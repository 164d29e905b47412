package io.sinotrace.export;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A file of an export: bytes, and after them pixels.
 *
 * @param name the end of its name; in a folder its whole name
 * @param head its first bytes; not to be changed
 * @param pixels what follows; null: nothing
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record ExportPart(String name, byte[] head, @Nullable PixelBlock pixels) {
  /** Returns a file of text. */
  static ExportPart text(String name, String text) {
    return new ExportPart(name, text.getBytes(StandardCharsets.UTF_8), null);
  }
}
