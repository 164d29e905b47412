/** VTK image data ({@code .vti}): XML, with the voxels in it or behind it. */
@NullMarked
package io.sinotrace.volume.io.vtk;

import org.jspecify.annotations.NullMarked;
