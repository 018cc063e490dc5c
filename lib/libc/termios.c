/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * termios.c: what is done to a struct termios before it is set.
 */
#include <termios.h>

/* Every byte as it comes, at once, and none of them special. */
void
cfmakeraw(struct termios *t)
{
	t->c_iflag &= ~(IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR | IGNCR |
	    ICRNL | IXON | IMAXBEL);
	t->c_oflag &= ~OPOST;
	t->c_lflag &= ~(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
	t->c_cflag &= ~(CSIZE | PARENB);
	t->c_cflag |= CS8 | CREAD;
	t->c_cc[VMIN] = 1;
	t->c_cc[VTIME] = 0;
}

speed_t
cfgetispeed(const struct termios *t)
{
	return (speed_t)t->c_ispeed;
}

speed_t
cfgetospeed(const struct termios *t)
{
	return (speed_t)t->c_ospeed;
}

int
cfsetispeed(struct termios *t, speed_t speed)
{
	t->c_ispeed = (int)speed;
	return 0;
}

int
cfsetospeed(struct termios *t, speed_t speed)
{
	t->c_ospeed = (int)speed;
	return 0;
}
