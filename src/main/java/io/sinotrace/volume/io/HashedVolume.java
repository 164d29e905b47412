package io.sinotrace.volume.io;

import io.sinotrace.volume.Volume;
import java.util.List;

/**
 * A decoded volume, and what it was decoded from.
 *
 * @param volume mu in 1/mm, or the channels that its source asks for
 * @param inputs its files with the checksums of what was read, as {@link InputState#summed()}
 */
public record HashedVolume(Volume volume, List<InputFile> inputs) {}
