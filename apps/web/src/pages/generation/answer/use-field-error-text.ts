import type { FieldError } from "@vivero/contracts";
import { useTranslation } from "react-i18next";

/** What is wrong with a field and what to do, in the page's language. */
export function useFieldErrorText(): (error: FieldError) => string {
  const { i18n } = useTranslation();
  const spanish = i18n.language === "es";
  return ({ message, messageEs, hint, hintEs }) => {
    const what = (spanish ? messageEs : undefined) ?? message;
    const todo = (spanish ? hintEs : undefined) ?? hint;
    return todo ? `${what}. ${todo}` : what;
  };
}
