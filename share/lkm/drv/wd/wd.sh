#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
cd /dev && sh MAKEDEV all
