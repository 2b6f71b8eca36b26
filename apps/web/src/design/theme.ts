import { Button, createTheme, localStorageColorSchemeManager, Tooltip } from "@mantine/core";

/** How Mantine's components behave here; how they look stands in tokens.css. */
export const theme = createTheme({
  cursorType: "pointer",
  respectReducedMotion: true,
  autoContrast: false,
  components: {
    Button: Button.extend({ defaultProps: { size: "sm" } }),
    Tooltip: Tooltip.extend({
      defaultProps: { openDelay: 300, withArrow: false, events: { hover: true, focus: true, touch: true } },
    }),
  },
});

/** The same key is read before the first paint by public/color-scheme.js. */
export const colorScheme = localStorageColorSchemeManager({ key: "vivero.color-scheme" });
