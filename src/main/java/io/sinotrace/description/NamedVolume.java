package io.sinotrace.description;

import io.sinotrace.volume.io.VolumeFormat;
import io.sinotrace.volume.io.file.VolumeSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A volume that a description asks for.
 *
 * @param id its name: {@code [a-z][a-z0-9_-]{0,99}}; not unique if there is a fault
 * @param source where it comes from
 * @param format of its files; null if it is unknown
 * @param section how it is read: the section without paths and without what its format ignores,
 *     with defaults filled in; not to be changed
 * @param bytes length of its file, or of all its slices, when they were listed; -1 if there was
 *     none
 * @param modified when it, or the last of them, was last written as of then, in ms since 1970
 * @param fault why it cannot be read, in one line, as far as is known; null if nothing is
 * @param note what a person should know of it, in one line; null if there is nothing
 */
public record NamedVolume(
    String id,
    VolumeSource source,
    @Nullable VolumeFormat format,
    Map<String, Object> section,
    long bytes,
    long modified,
    @Nullable String fault,
    @Nullable String note) {}
