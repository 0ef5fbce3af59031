/** Frequencies as text. They are integers in kHz everywhere: sums of MHz in floating point are not exact. */

/** kHz as MHz without trailing zeros: 1844900 → `1844.9`. */
export function formatMhz(khz: number): string {
  const sign = khz < 0 ? "-" : "";
  const whole = Math.trunc(Math.abs(khz) / 1000);
  const thousandths = String(Math.abs(khz) % 1000).padStart(3, "0");
  return `${sign}${whole}.${thousandths}`.replace(/\.?0+$/, "");
}
