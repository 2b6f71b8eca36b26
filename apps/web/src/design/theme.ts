import {
  Button,
  Checkbox,
  createTheme,
  Drawer,
  defaultVariantColorsResolver,
  localStorageColorSchemeManager,
  Modal,
  Tooltip,
} from "@mantine/core";

/** How Mantine's components behave here; how they look stands in tokens.css. */
export const theme = createTheme({
  cursorType: "pointer",
  respectReducedMotion: true,
  autoContrast: false,
  // Mantine writes white on the accent, which a dark page's light accent does not bear.
  variantColorResolver: (input) => {
    const colors = defaultVariantColorsResolver(input);
    return input.variant === "filled" ? { ...colors, color: "var(--on-accent)" } : colors;
  },
  components: {
    Checkbox: Checkbox.extend({ defaultProps: { iconColor: "var(--on-accent)" } }),
    Button: Button.extend({ defaultProps: { size: "sm" } }),
    // Locking the scroll writes a style element, which the policy blocks; the dialogs cover the page anyway.
    Modal: Modal.extend({ defaultProps: { lockScroll: false, centered: true } }),
    Drawer: Drawer.extend({ defaultProps: { lockScroll: false } }),
    Tooltip: Tooltip.extend({
      defaultProps: { openDelay: 300, withArrow: false, events: { hover: true, focus: true, touch: true } },
    }),
  },
});

/** The same key is read before the first paint by public/color-scheme.js. */
export const colorScheme = localStorageColorSchemeManager({ key: "vivero.color-scheme" });
