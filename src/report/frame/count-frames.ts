/** `1 frame`, `2 frames`. */
export function countFrames(count: number): string {
  return count === 1 ? "1 frame" : `${count} frames`;
}
