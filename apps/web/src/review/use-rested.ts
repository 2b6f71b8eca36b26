import { useEffect, useState } from "react";

/** Whether the component has been shown for a while. */
export function useRested(milliseconds: number): boolean {
  const [isRested, setRested] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setRested(true), milliseconds);
    return () => clearTimeout(timer);
  }, [milliseconds]);
  return isRested;
}
