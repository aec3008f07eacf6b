// Mantine's anchors as links of the router, so that every address in the console can be opened in a new tab.

import { Anchor, type AnchorProps, NavLink, type NavLinkProps } from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import { type AnchorHTMLAttributes, forwardRef } from 'react'

export const LinkTo = createLink(
  forwardRef<HTMLAnchorElement, Omit<AnchorProps, 'href'> & Pick<AnchorHTMLAttributes<HTMLAnchorElement>, 'dir' | 'onClick'>>(
    (props, ref) => <Anchor ref={ref} {...props} />,
  ),
)

export const NavTo = createLink(
  forwardRef<
    HTMLAnchorElement,
    Omit<NavLinkProps, 'href'> & Pick<AnchorHTMLAttributes<HTMLAnchorElement>, 'aria-current' | 'onClick'>
  >((props, ref) => <NavLink component="a" ref={ref} {...props} />),
)
