import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** The heading of a screen or step; takes the focus when it appears, so that a screen reader and the keyboard start there. */
export function Heading({ children, level = 1 }: { children: ComponentChildren; level?: 1 | 2 }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => heading.current?.focus(), []);
  const Tag = `h${level}` as 'h1' | 'h2';
  return (
    <Tag ref={heading} tabIndex={-1} class="heading">
      {children}
    </Tag>
  );
}
